package io.nlc.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.FileAlreadyExistsException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Where files appear whole or not at all. */
final class OutputFolder implements Serializable {

    /*
     * A file is written in a folder of unfinished ones beside the others, on the same file system, and then renamed.
     * Names that begin with an underscore are passed over by Spark's sources. What a killed run has left there goes at
     * the start of the next: so only one run may work on a folder at a time.
     */

    private static final long serialVersionUID = 1L;

    private static final String UNFINISHED = "_unfinished";

    private final String folder;

    /** @param folder with its file system */
    OutputFolder(Path folder) {
        this.folder = folder.toString();
    }

    private Path unfinished() {
        return new Path(folder, UNFINISHED);
    }

    /** Makes the folder if there is none, and removes what was never finished. */
    void prepare(Configuration hadoop) throws IOException {
        FileSystem files = fileSystem(hadoop, unfinished());
        files.delete(unfinished(), true);
        files.mkdirs(new Path(folder));
    }

    /**
     * Writes a file.
     *
     * @param target its name, in this folder or one below, which is made if there is none
     * @throws IOException if it cannot be written; then the name is as it was
     */
    void save(Configuration hadoop, Path target, byte[] content) throws IOException {
        FileSystem files = fileSystem(hadoop, target);
        Path file = new Path(unfinished(), UUID.randomUUID().toString());
        try {
            try (OutputStream stream = files.create(file, false)) {
                stream.write(content);
            }
            files.mkdirs(target.getParent());
            // HDFS does not rename to a name that is taken.
            if (files.exists(target) && !files.delete(target, false) || !files.rename(file, target)) {
                throw new FileAlreadyExistsException(target.toString(), null, "cannot be replaced");
            }
        } finally {
            files.delete(file, false); // false, not an exception, if it has been renamed
        }
    }

    /** Local files without checksums of Hadoop's beside them, which nobody else would read. */
    private static FileSystem fileSystem(Configuration hadoop, Path path) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        return files instanceof LocalFileSystem local ? local.getRaw() : files;
    }
}
