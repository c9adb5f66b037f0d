package io.nlc.imageio;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What is said to people in their language: warnings and descriptions. Exceptions speak English. */
enum Message {
    CONCEALED("concealed"),
    NO_PREVIEW("noPreview"),
    MORE_THUMBNAILS("moreThumbnails"),
    LARGE_THUMBNAIL("largeThumbnail"),
    PSNR_MISSED("psnrMissed"),
    SIZE_MISSED("sizeMissed"),
    LOW_QUALITY("lowQuality"),
    MEDIUM_QUALITY("mediumQuality"),
    HIGH_QUALITY("highQuality");

    private static final String BUNDLE = "io.nlc.imageio.messages";

    private final String key;

    Message(String key) {
        this.key = key;
    }

    /** The languages that there are. */
    static Locale[] locales() {
        return new Locale[] {Locale.ENGLISH, Locale.GERMAN};
    }

    /** @param locale null for the default one */
    String in(Locale locale, Object... arguments) {
        Locale language = locale == null ? Locale.getDefault() : locale;
        return MessageFormat.format(ResourceBundle.getBundle(BUNDLE, language).getString(key), arguments);
    }
}
