package io.nlc.imageio.contract;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;

/** What a call comes to, in a few words. */
final class Outcome {

    /** Of a method that returns nothing. */
    static final Object DONE = new Object();

    /** Of a method that a plugin does not have. */
    static final Object ABSENT = new Object();

    /** What a call asks for. */
    interface Call {
        Object on(Subject subject) throws Throwable;
    }

    private Outcome() {}

    static String of(Subject subject, Call call) {
        try {
            return words(call.on(subject));
        } catch (Throwable e) {
            return e.getClass().getSimpleName();
        }
    }

    private static String words(Object value) {
        if (value == DONE) {
            return "done";
        }
        if (value == ABSENT) {
            return "-";
        }
        if (value == null || value instanceof Boolean || value instanceof Number || value instanceof Record) {
            return String.valueOf(value);
        }
        if (value instanceof BufferedImage image) {
            return image.getWidth() + " x " + image.getHeight();
        }
        if (value instanceof Dimension size) {
            return size.width + " x " + size.height;
        }
        if (value instanceof RenderedImage) {
            return "image";
        }
        if (value.getClass().isArray()) {
            return Array.getLength(value) == 0 ? "none" : "values";
        }
        if (value instanceof Collection<?> many) {
            return many.isEmpty() ? "none" : "values";
        }
        if (value instanceof Iterator<?> many) {
            return many.hasNext() ? "values" : "none";
        }
        return "value";
    }
}
