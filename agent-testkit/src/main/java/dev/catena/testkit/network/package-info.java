/// The switch that keeps tests on this machine: [dev.catena.testkit.network.NetworkGuard].
@NullMarked
package dev.catena.testkit.network;

import org.jspecify.annotations.NullMarked;
