package io.nlc.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The files of a folder on disk: regular files in it, and in the folders beside it. No symbolic link leads out of them,
 * and nothing is opened that might never end or never begin, like a device or a pipe.
 *
 * @param folder which may itself be reached by links; whoever names it knows where it is
 */
record FolderSource(Path folder) implements PackSource {

    @Override
    public InputStream open(String file) throws IOException {
        return regular(within(folder, file));
    }

    @Override
    public InputStream openSibling(String entropyModel, String file) throws IOException {
        Path sibling = within(folder.toRealPath().getParent(), entropyModel);
        BasicFileAttributes attributes = attributes(sibling);
        if (!attributes.isDirectory()) {
            throw new IOException(sibling + (attributes.isSymbolicLink() ? " is a symbolic link" : " is no folder"));
        }
        return regular(within(sibling, file));
    }

    private static Path within(Path folder, String name) throws IOException {
        if (folder == null) {
            throw new IOException("there is no folder above");
        }
        Path place = folder.resolve(name);
        if (!place.equals(folder.resolve(place.getFileName())) || name.equals("..") || name.equals(".")) {
            throw new IOException("\"" + name + "\" is no name in a folder");
        }
        return place;
    }

    private static BasicFileAttributes attributes(Path place) throws IOException {
        return Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static InputStream regular(Path file) throws IOException {
        BasicFileAttributes attributes = attributes(file);
        if (attributes.isSymbolicLink()) {
            throw new IOException(file + " is a symbolic link");
        }
        if (!attributes.isRegularFile()) {
            throw new IOException(file + " is no regular file");
        }
        return file.getFileSystem() == FileSystems.getDefault()
                ? Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS) // should somebody have put one there since
                : Files.newInputStream(file);
    }

    @Override
    public String location() {
        return folder.toString();
    }
}
