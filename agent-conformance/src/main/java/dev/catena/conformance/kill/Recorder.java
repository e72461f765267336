package dev.catena.conformance.kill;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.FutureTask;

/// The program of the process that counts: it writes each call to a file, forces it to the disk and only then acknowledges it.
/// It ends with its standard input.
///
/// It says the port it listens on as its first line. A connection says the file as its first line, and a call with each
/// further line; each call is acknowledged by a line feed.
final class Recorder {
  private Recorder() {}

  /// Serves until the process that started it ends.
  public static void main(String[] args) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        InputStream in = new FileInputStream(FileDescriptor.in)) {
      out.write((server.getLocalPort() + "\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      Thread.ofPlatform().daemon().start(new FutureTask<>(() -> {
        while (true) {
          Socket caller = server.accept();
          Thread.startVirtualThread(new FutureTask<>(() -> serve(caller)));
        }
      }));
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static boolean serve(Socket caller) throws IOException {
    try (caller;
        var lines = new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
        FileChannel file = FileChannel.open(
            Path.of(lines.readLine()), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        file.force(true);
        caller.getOutputStream().write('\n');
      }
      return true;
    }
  }
}
