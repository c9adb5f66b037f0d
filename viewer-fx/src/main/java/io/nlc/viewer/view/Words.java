package io.nlc.viewer.view;

import io.nlc.viewer.model.Texts;
import java.util.Locale;
import java.util.function.Function;
import javafx.util.StringConverter;

/** Values in words, for boxes in which one of them is chosen. */
public final class Words {

    private Words() {}

    /** The words of constants: their keys are the prefix, a point, and the constant's name in small letters. */
    public static <E extends Enum<E>> StringConverter<E> of(Texts texts, String prefix) {
        return of(value -> texts.get(prefix + "." + value.name().toLowerCase(Locale.ROOT)));
    }

    /** Words that are made of a value; none for null. */
    public static <T> StringConverter<T> of(Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("nobody can type here");
            }
        };
    }
}
