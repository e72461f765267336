package dev.catena.local.store;
import java.nio.file.Path;
import java.util.Optional;
public final class ModelStore {
    private final Path home;
    private ModelStore(Path home) { this.home = home; }
    public static final String DEFAULT_MODEL = "qwen2.5-coder-1.5b";
    public static ModelStore standard() { return at(Path.of(System.getProperty("user.home"), ".cache/catena-dev")); }
    public static ModelStore at(Path home) { return new ModelStore(home); }
    public Path home() { return home; }
    public ModelFile fetch(String reference, Progress progress) {
        boolean small = reference.equals("qwen2.5-coder-0.5b");
        Path base = Path.of(System.getProperty("user.home"), ".cache/catena-dev");
        if (reference.startsWith("qwen")) {
            return new ModelFile(reference, base.resolve(reference + "-instruct-q4_k_m.gguf"), small ? "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32" : "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046", 1, Optional.empty());
        }
        return new ModelFile(reference, Path.of(reference), "0".repeat(64), 1, Optional.empty());
    }
    public Path natives(Progress progress) { return Path.of(System.getProperty("user.home"), ".cache/catena-dev/package/bins/linux-x64"); }
}
