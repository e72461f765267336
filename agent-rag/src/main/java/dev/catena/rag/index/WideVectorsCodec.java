package dev.catena.rag.index;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/// Lucene's codec with room for the vectors of remote models, which are longer than its default limit of 1,024.
///
/// It writes the default format under the default names, so any Lucene of the same version reads the index.
final class WideVectorsCodec {
  private static final int MAX_DIMENSIONS = 4_096;

  private WideVectorsCodec() {}

  static Lucene104Codec create() {
    var wide = new WideFormat(new Lucene104Codec().getKnnVectorsFormatForField(""));
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return wide;
      }
    };
  }

  private static final class WideFormat extends KnnVectorsFormat {
    private final KnnVectorsFormat format;

    WideFormat(KnnVectorsFormat format) {
      super(format.getName());
      this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return MAX_DIMENSIONS;
    }
  }
}
