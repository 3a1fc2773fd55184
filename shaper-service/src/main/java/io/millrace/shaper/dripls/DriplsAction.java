package io.millrace.shaper.dripls;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a rule of DripLS does. */
public sealed interface DriplsAction {

    /**
     * An error in the object's place; {@code e404}.
     *
     * @param status 400 to 599
     */
    record Status(int status) implements DriplsAction {

        @Override
        public String toString() {
            return "e" + status;
        }
    }

    /**
     * A bad network; {@code net200}, {@code net200loss10}, {@code netcache200loss10}, {@code loss10}.
     *
     * @param kbitPerSecond nothing where only packets are lost
     * @param lossPercent 0 to 100, in packets of a hundred
     * @param cached whether the whole object is fetched first
     */
    record Network(OptionalLong kbitPerSecond, BigDecimal lossPercent, boolean cached) implements DriplsAction {

        @Override
        public String toString() {
            String net = cached ? "netcache" : "net";
            String loss = lossPercent.signum() == 0 ? "" : "loss" + lossPercent.toPlainString();
            if (kbitPerSecond.isPresent()) {
                return net + kbitPerSecond.getAsLong() + loss;
            }
            return cached || loss.isEmpty() ? net + loss : loss;
        }
    }

    /** The forms of an error. */
    Pattern ERROR = Pattern.compile("e(\\d{3})");

    /** Those of a network, which must not be empty. */
    Pattern NETWORK = Pattern.compile("(?:net(cache)?(\\d{1,10})?)?\\.?(?:loss(\\d{1,3}(?:\\.\\d{1,6})?)%?)?");

    /** The lowest rate that is paced, kbit/s. */
    long LEAST_KBIT = 5;

    /** The highest. */
    long MOST_KBIT = 10_000_000;

    /**
     * Reads one, in capitals or not.
     *
     * @throws InvalidDriplsRuleException if it is none
     */
    static DriplsAction parse(String text) {
        String action = text.strip().toLowerCase(Locale.ROOT);
        Matcher error = ERROR.matcher(action);
        if (error.matches()) {
            int status = Integer.parseInt(error.group(1));
            if (status < 400 || status > 599) {
                throw new InvalidDriplsRuleException(text, "the status of an error must be 400 to 599");
            }
            return new Status(status);
        }
        Matcher network = NETWORK.matcher(action);
        if (!network.matches() || (network.group(2) == null && network.group(3) == null)) {
            throw new InvalidDriplsRuleException(
                    text, "the action must be e404, net200, net200loss10, netcache200loss10 or loss10");
        }
        OptionalLong rate =
                network.group(2) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(network.group(2)));
        if (rate.isPresent() && (rate.getAsLong() < LEAST_KBIT || rate.getAsLong() > MOST_KBIT)) {
            throw new InvalidDriplsRuleException(
                    text, "the rate must be " + LEAST_KBIT + " to " + MOST_KBIT + " (kbit/s)");
        }
        BigDecimal loss = Optional.ofNullable(network.group(3))
                .map(BigDecimal::new)
                .map(percent -> percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros())
                .orElse(BigDecimal.ZERO);
        if (loss.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new InvalidDriplsRuleException(text, "the loss must be 0 to 100 (per cent)");
        }
        return new Network(rate, loss, network.group(1) != null);
    }
}
