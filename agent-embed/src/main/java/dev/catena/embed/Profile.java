package dev.catena.embed;

/// What must be known of a model before it is loaded.
///
/// @param name the published name of model and quantisation; its files are found under it on the class path
/// @param fingerprint the first 12 hexadecimal digits of the SHA-256 of the weights followed by the tokenizer
/// @param dimension the length of its vectors
/// @param queryInstruction what its authors put in front of a query; empty for none
record Profile(String name, String fingerprint, int dimension, String queryInstruction) {
  /// Chinese; the instruction of its card lowered nDCG on CMRC and is left out.
  static final Profile BGE_SMALL_ZH = new Profile("bge-small-zh-v1.5-q", "d3d76dc52b70", 512, "");

  /// English; the instruction of its card.
  static final Profile BGE_SMALL_EN = new Profile(
      "bge-small-en-v1.5-q", "46a5f4dce5da", 384, "Represent this sentence for searching relevant passages: ");

  String weights() {
    return name + ".onnx";
  }

  String tokenizer() {
    return name + "-tokenizer.json";
  }
}
