package io.millrace.management;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * {@code GET /q/config}: the effective configuration, without secrets. What was set and is no setting is also logged, once
 * at the start.
 */
@ApplicationScoped
class ConfigurationPage {

    private static final Logger LOG = Logger.getLogger(ConfigurationPage.class);
    private static final String PATH = "/q/config";
    private static final String OURS = "millrace";

    private final SmallRyeConfig config;
    private final BeanManager beans;

    /** @param management so that its settings are among the others */
    ConfigurationPage(Config config, BeanManager beans, ManagementConfig management) {
        this.config = config.unwrap(SmallRyeConfig.class);
        this.beans = beans;
    }

    void warn(@Observes StartupEvent start) {
        EffectiveConfiguration effective = effective();
        if (!effective.unknown().isEmpty()) {
            LOG.warnf(
                    "these environment variables are no settings and do nothing: %s",
                    effective.unknown().stream().map(UnknownVariable::toString).collect(Collectors.joining(", ")));
        }
    }

    void route(@Observes Router router) {
        router.get(PATH).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(effective().json().encodePrettily() + "\n");
    }

    private EffectiveConfiguration effective() {
        return EffectiveConfiguration.of(
                Settings.of(mappings()), config, System.getenv().keySet());
    }

    /** The interfaces that the services of this process take their settings from. */
    private Set<Class<?>> mappings() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .filter(type -> type instanceof Class<?> mapping && isOurs(mapping))
                .map(type -> (Class<?>) type)
                .collect(Collectors.toSet());
    }

    private static boolean isOurs(Class<?> type) {
        ConfigMapping mapping = type.getAnnotation(ConfigMapping.class);
        return mapping != null
                && (mapping.prefix().equals(OURS) || mapping.prefix().startsWith(OURS + "."));
    }
}
