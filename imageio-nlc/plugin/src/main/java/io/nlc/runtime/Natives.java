package io.nlc.runtime;

import ai.onnxruntime.OrtEnvironment;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** Unpacks ONNX Runtime's libraries, once for each version and user. */
@SuppressWarnings("try") // resources that need only be held
final class Natives {

    /*
     * By itself ONNX Runtime unpacks 25 MB into a new temporary folder at every start, and what a killed process has
     * unpacked stays. Here they lie in a folder whose name has the version, a digest of the libraries and the user.
     * Whoever can write there could have their own code run, so:
     *
     * - the folder is made for the owner alone, and used only if it is no link, belongs to us and nobody else may
     *   write to it. Anything else of that name was put there by somebody, and is let alone: this process then has a
     *   folder of its own.
     * - each library is written beside its place and moved there, so it is there whole or not at all, however many
     *   processes unpack at once.
     * - before use, each must have the size and the checksum that the jar's directory states. That costs a
     *   hundredth of a second, where a SHA-256 of the packed library would have to unpack it first. It is not meant
     *   for an attacker, who is kept out by the folder, but for what was cut off, swept away or damaged.
     */

    private static final String PREFIX = "nlc-onnxruntime-";
    private static final String STAGED = "unpacking-";
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final List<String> NEEDED = List.of("onnxruntime", "onnxruntime4j_jni");
    /** In some builds or for some systems. */
    private static final List<String> OPTIONAL = List.of("onnxruntime_providers_shared");
    /** Large, and of no use without a driver. */
    private static final List<String> CUDA = List.of("onnxruntime_providers_cuda", "onnxruntime_providers_tensorrt");

    private final Path temporary;
    private final List<Library> libraries;

    /** A library in a jar. */
    private record Library(String file, URL source, long size, long checksum) {}

    Natives(Path temporary, boolean cuda) throws IOException {
        this.temporary = temporary;
        libraries = libraries(LibraryProperties.platform(), cuda);
    }

    /**
     * The folder from which this process is to load the libraries, with the libraries in it.
     *
     * @param first the first in this process; a second class loader must have files of its own, because the JVM loads a
     *     library for one class loader only
     * @param cuda a CUDA driver is present
     * @return empty if the jar has no libraries for this platform: ONNX Runtime will say so itself
     * @throws NlcException naming the folder, if it cannot be written to
     */
    static Optional<Path> unpack(boolean first, boolean cuda) throws NlcException {
        Path temporary = LibraryProperties.temporaryFolder();
        try {
            Natives natives = new Natives(temporary, cuda);
            if (natives.libraries.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(first ? natives.shared() : natives.own());
        } catch (IOException e) {
            throw new NlcException(
                    FailureKind.RUNTIME,
                    "ONNX Runtime's libraries cannot be unpacked into the temporary folder " + temporary
                            + " (property java.io.tmpdir): " + reason(e),
                    e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass() == IOException.class ? e.getMessage() : e.toString(); // the others' messages are paths
    }

    private static List<Library> libraries(String platform, boolean cuda) throws IOException {
        List<Library> found = new ArrayList<>();
        List<String> names = new ArrayList<>(NEEDED);
        names.addAll(OPTIONAL);
        if (cuda) {
            names.addAll(CUDA);
        }
        for (String name : names) {
            String file = System.mapLibraryName(name);
            URL source = platform.isEmpty()
                    ? null
                    : OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform + "/" + file);
            if (source != null) {
                found.add(library(file, source));
            } else if (NEEDED.contains(name)) {
                return List.of();
            }
        }
        return found;
    }

    private static Library library(String file, URL source) throws IOException {
        URLConnection connection = source.openConnection();
        connection.setUseCaches(false); // or the jar would stay open
        if (connection instanceof JarURLConnection jar) {
            try (JarFile opened = jar.getJarFile()) {
                JarEntry entry = jar.getJarEntry();
                if (entry != null && entry.getSize() >= 0 && entry.getCrc() >= 0) {
                    return new Library(file, source, entry.getSize(), entry.getCrc());
                }
            }
        }
        try (CheckedInputStream in = new CheckedInputStream(source.openStream(), new CRC32())) {
            long size = in.transferTo(OutputStream.nullOutputStream());
            return new Library(file, source, size, in.getChecksum().getValue());
        }
    }

    /** Name of the folder that all processes of the user share. */
    String name() {
        Package library = OrtEnvironment.class.getPackage();
        String title = library.getImplementationTitle(); // in a jar of everything it is not ONNX Runtime's
        String version = title != null && title.startsWith("onnxruntime") ? library.getImplementationVersion() : null;
        StringBuilder all = new StringBuilder();
        libraries.forEach(l -> all.append(l.file)
                .append(' ')
                .append(l.size)
                .append(' ')
                .append(l.checksum)
                .append(' '));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return PREFIX + (version == null ? "" : version + "-")
                    + HexFormat.of().formatHex(digest, 0, 8) + "-" + LibraryProperties.user();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The shared folder, or one of our own if somebody else has taken its name. */
    Path shared() throws IOException {
        Path folder = temporary.resolve(name());
        try {
            Files.createDirectory(folder, ownerOnly(folder));
        } catch (FileAlreadyExistsException e) {
            // it is checked now
        }
        Optional<UserPrincipal> owner = trustedOwner(folder);
        if (owner.isEmpty()) {
            return own();
        }
        for (Library library : libraries) {
            put(library, folder, owner.get());
        }
        return folder;
    }

    /** A folder of this process, deleted when it ends. */
    Path own() throws IOException {
        Path folder = Files.createTempDirectory(temporary, PREFIX);
        folder.toFile().deleteOnExit();
        UserPrincipal owner = Files.getOwner(folder);
        for (Library library : libraries) {
            folder.resolve(library.file).toFile().deleteOnExit();
            put(library, folder, owner);
        }
        return folder;
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    /** The user that this process runs as, if the folder is theirs and nobody else can write to it. */
    private static Optional<UserPrincipal> trustedOwner(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        UserPrincipal owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                        .equals(OWNER_ONLY)) {
            return Optional.empty();
        }
        Path mine; // Java does not say who we are, but a new file does
        try {
            mine = Files.createTempFile(folder, STAGED, "");
        } catch (java.nio.file.AccessDeniedException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(owner).filter(Files.getOwner(mine)::equals);
        } finally {
            Files.delete(mine);
        }
    }

    private static void put(Library library, Path folder, UserPrincipal owner) throws IOException {
        Path place = folder.resolve(library.file);
        if (isIntact(library, place, owner)) {
            return;
        }
        deleteAbandoned(folder);
        Path staged = Files.createTempFile(folder, STAGED, "");
        try {
            try (InputStream in = open(library);
                    OutputStream out = Files.newOutputStream(staged)) {
                in.transferTo(out);
            }
            if (!isIntact(library, staged, owner)) {
                throw new IOException(library.file + " was not written as it is in the jar");
            }
            move(staged, place);
        } catch (IOException e) {
            if (!isIntact(
                    library, place, owner)) { // else another process was faster, and Windows lets nobody replace it
                throw e;
            }
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    private static InputStream open(Library library) throws IOException {
        URLConnection connection = library.source.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean isIntact(Library library, Path file, UserPrincipal owner) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || Files.size(file) != library.size
                || !Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            return false;
        }
        CRC32 checksum = new CRC32();
        byte[] buffer = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                checksum.update(buffer, 0, n);
            }
        }
        return checksum.getValue() == library.checksum;
    }

    /** What processes that were killed have left. */
    private static void deleteAbandoned(Path folder) throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> staged = Files.newDirectoryStream(folder, STAGED + "*")) {
            for (Path file : staged) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (java.nio.file.NoSuchFileException e) {
            // another process deletes them, too
        }
    }
}
