package dev.catena.samples.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version of the build, which Maven writes into `version.properties`.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    var build = new Properties();
    try (InputStream file = Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"), "version.properties")) {
      build.load(file);
    }
    return new String[] {"catena " + build.getProperty("version")};
  }
}
