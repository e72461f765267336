package dev.catena.local.store;

import java.util.Map;
import java.util.Optional;

/// What the store sees of the world outside its folder; a test has its own.
record Outside(Map<String, String> environment, Commands commands, Disk disk) {
    static Outside real() {
        return new Outside(System.getenv(), new Subprocess(), new Disk());
    }

    /// An environment variable; one that is set to nothing counts as not set.
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
