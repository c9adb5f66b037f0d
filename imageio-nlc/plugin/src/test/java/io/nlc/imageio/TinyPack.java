package io.nlc.imageio;

import io.nlc.TestPacks;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Installs the pack {@value #NAME} for a test class, as users install theirs: by the system property. */
public final class TinyPack implements BeforeAllCallback, AfterAllCallback {

    public static final String NAME = "test/tiny";
    private static final String PROPERTY = "nlc.models";

    private String before;

    @Override
    public void beforeAll(ExtensionContext context) {
        before = System.setProperty(PROPERTY, TestPacks.directory().toString());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }
}
