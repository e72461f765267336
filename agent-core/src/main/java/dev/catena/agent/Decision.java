package dev.catena.agent;

import dev.catena.agent.PendingCall.Why;
import java.util.Objects;

/// What a person says about a call that waits. It counts for exactly the tool, schema and arguments of that [PendingCall].
///
/// @param call what it is about
/// @param kind what is to be done
/// @param value arguments, reason or result, as the kind says; empty when it has none
/// @param who the person, for the record: not blank, at most [#MAX_WHO] characters
public record Decision(PendingCall call, Kind kind, String value, String who) {
  /// The longest name of a person, in `char`s.
  public static final int MAX_WHO = 200;

  /// Checks that the decision fits the call.
  public Decision {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(who, "who");
    if (who.isBlank() || who.length() > MAX_WHO) {
      throw new IllegalArgumentException("a decision names who decides, in 1 to %d characters: '%s'".formatted(MAX_WHO, who));
    }
    if (kind.why != call.why()) {
      throw new IllegalArgumentException(
          "'%s' is for a call that waits because of %s, but '%s' waits because of %s"
              .formatted(kind.text(), kind.why, call.step(), call.why()));
    }
  }

  /// What is to be done with a call.
  public enum Kind {
    /// It runs as it is.
    APPROVED(Why.APPROVAL),
    /// It runs with other arguments, which are the value.
    APPROVED_CHANGED(Why.APPROVAL),
    /// It runs as it is, and later calls of the tool in this run are not asked about.
    APPROVED_FOR_RUN(Why.APPROVAL),
    /// It does not run; the value is the reason.
    DENIED(Why.APPROVAL),
    /// It did its work; the value is its result.
    HAPPENED(Why.UNKNOWN),
    /// It did nothing, and runs now.
    DID_NOT_HAPPEN(Why.UNKNOWN),
    /// Nobody will find out, and it does not run again; the value is the reason.
    GIVEN_UP(Why.UNKNOWN);

    private final Why why;

    Kind(Why why) {
      this.why = why;
    }

    /// The name in words: `approved-for-run`.
    String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// The call may run, once, exactly as it is.
  public static Decision approve(PendingCall call, String who) {
    return new Decision(call, Kind.APPROVED, "", who);
  }

  /// The tool may run once, with other arguments; the model is told what was run.
  ///
  /// @param arguments a JSON object, checked when the decision is given
  public static Decision approveChanged(PendingCall call, String arguments, String who) {
    return new Decision(call, Kind.APPROVED_CHANGED, arguments, who);
  }

  /// The call may run, and later replies of this run may call the same tool with any arguments without asking, as long as the
  /// tool's specification stays the same. Calls that wait already are decided each for itself.
  public static Decision approveForRun(PendingCall call, String who) {
    return new Decision(call, Kind.APPROVED_FOR_RUN, "", who);
  }

  /// The call must not run.
  ///
  /// @param reason shown to the model
  public static Decision deny(PendingCall call, String reason, String who) {
    return new Decision(call, Kind.DENIED, reason, who);
  }

  /// The call whose end nobody knew did its work.
  ///
  /// @param result what the model is told, as if the tool had returned it
  public static Decision happened(PendingCall call, String result, String who) {
    return new Decision(call, Kind.HAPPENED, result, who);
  }

  /// The call whose end nobody knew did nothing: it is made again, once.
  public static Decision didNotHappen(PendingCall call, String who) {
    return new Decision(call, Kind.DID_NOT_HAPPEN, "", who);
  }

  /// Nobody will know how the call ended; it is not made again in this run.
  ///
  /// @param reason shown to the model
  public static Decision giveUp(PendingCall call, String reason, String who) {
    return new Decision(call, Kind.GIVEN_UP, reason, who);
  }
}
