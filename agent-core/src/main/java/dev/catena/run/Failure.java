package dev.catena.run;

/// A failure in the words that are recorded: no stack trace, of bounded length.
record Failure(String code, String text, boolean retryable) {
  static final String FAILED = "failed";
  static final String DEADLINE = "deadline";
  static final String UNKNOWN = "unknown";
  private static final int MAX_LENGTH = 2_000;
  private static final String FRAME = "\n\tat ";

  Failure {
    int trace = text.indexOf(FRAME);
    text = trace < 0 ? text : text.substring(0, trace);
    text = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }

  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case StepFailedException e -> new Failure(e.code(), message(e), e.retryable());
      case UnknownResultException e -> new Failure(UNKNOWN, message(e), false);
      default -> new Failure(FAILED, name(thrown) + ": " + message(thrown), false);
    };
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? "" : message;
  }

  private static String name(Throwable thrown) {
    String simple = thrown.getClass().getSimpleName();
    return simple.isEmpty() ? thrown.getClass().getName() : simple;
  }
}
