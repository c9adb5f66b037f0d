package io.nlc.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class NlcExceptionTest {

    private static final NlcException LIMIT = new NlcException(FailureKind.LIMIT, "too large", 7L, 8L);

    @Test
    void arguments_cannotBeChanged() {
        assertThat(LIMIT.arguments()).containsExactly(7L, 8L);
        assertThatThrownBy(() -> LIMIT.arguments().set(0, 9L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void in_isTheOutermostOfTheCauses() {
        NlcException inner = NlcException.damaged("inner");
        NlcException outer = new NlcException(FailureKind.PACK_BROKEN, "outer", inner);
        assertThat(NlcException.in(new IllegalStateException(new IOException(outer))))
                .contains(outer);
        assertThat(NlcException.in(new IOException("disk"))).isEmpty();
    }

    @Test
    void about_keepsKindAndArguments() {
        IOException about = NlcException.about("tile 3", (IOException) LIMIT);
        assertThat(about).hasMessage("tile 3: too large").hasCause(LIMIT);
        assertThat(((NlcException) about).kind()).isEqualTo(FailureKind.LIMIT);
        assertThat(((NlcException) about).arguments()).containsExactly(7L, 8L);
    }

    @Test
    void about_leavesOthersWithoutKind() {
        assertThat(NlcException.about("tile 3", new IOException("disk")))
                .isNotInstanceOf(NlcException.class)
                .hasMessage("tile 3: disk");
        assertThat(NlcException.about("tile 3", new IOException())).hasMessage("tile 3: java.io.IOException");
    }

    @Test
    void survivesSerialization() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(LIMIT);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            NlcException read = (NlcException) in.readObject();
            assertThat(read.kind()).isEqualTo(FailureKind.LIMIT);
            assertThat(read.arguments()).containsExactly(7L, 8L);
        }
    }
}
