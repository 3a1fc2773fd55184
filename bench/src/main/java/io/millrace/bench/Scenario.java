package io.millrace.bench;

import java.util.List;

/**
 * One row of the catalogue.
 *
 * @param name short, such as {@code S2}
 * @param title what is measured
 * @param load nothing that counts where it is no load on a server
 * @param references which servers are measured beside Millrace
 * @param shown figures that the report's table and chart have; the JSON has all
 * @param goals what Millrace has to reach
 */
record Scenario(
        String name, String title, Load load, List<Reference> references, List<String> shown, List<Goal> goals) {

    /** What Millrace is compared with. */
    enum Reference {
        /** The broadcaster, and what the command line names. */
        BARE,
        NGINX,
        XADD
    }

    boolean startsServers() {
        return name.equals(Catalogue.START_UP);
    }

    /** Whether its servers are new in each run: memory that they had before would be taken for that of readers. */
    boolean fresh() {
        return name.equals(Catalogue.MEMORY);
    }
}
