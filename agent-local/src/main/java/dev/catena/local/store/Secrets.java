package dev.catena.local.store;

import java.util.regex.Pattern;

/// Takes out of a text for people what only machines should know.
final class Secrets {
  private static final Pattern USER_OF_URL = Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]*://)[^/\\s@]+@");
  private static final Pattern NAMED = Pattern.compile("(?i)((?:authorization|[\\w-]*token|[\\w-]*password|_auth)"
      + "[\"']?\\s*[:=]\\s*[\"']?(?:(?:bearer|basic)\\s+)?)[^\\s\"',;&]+");
  private static final Pattern HUB_TOKEN = Pattern.compile("\\bhf_[A-Za-z0-9]{8,}");

  private Secrets() {}

  static String redact(String text) {
    var withoutUsers = USER_OF_URL.matcher(text).replaceAll("$1***@");
    var withoutNamed = NAMED.matcher(withoutUsers).replaceAll("$1***");
    return HUB_TOKEN.matcher(withoutNamed).replaceAll("***");
  }
}
