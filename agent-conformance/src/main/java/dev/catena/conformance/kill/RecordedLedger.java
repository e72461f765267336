package dev.catena.conformance.kill;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A ledger that the [Recorder] writes. Each call is a connection of its own, as from somebody who may die at any time.
///
/// @param port where the recorder listens
/// @param file of the calls
record RecordedLedger(int port, Path file) implements Ledger {
  @Override
  public void record(Act act) {
    byte[] lines = (file + "\n" + Act.CODEC.encode(act) + "\n").getBytes(StandardCharsets.UTF_8);
    try (Socket recorder = new Socket(InetAddress.getLoopbackAddress(), port)) {
      recorder.getOutputStream().write(lines);
      if (recorder.getInputStream().read() < 0) {
        throw new EOFException("the recorder did not acknowledge " + act);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Act> acts() {
    try {
      return Files.exists(file) ? Files.readAllLines(file).stream().map(Act.CODEC::decode).toList() : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
