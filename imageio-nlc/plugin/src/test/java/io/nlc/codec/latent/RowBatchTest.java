package io.nlc.codec.latent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowBatchTest {

    @Test
    void steps_endWhereTheyWereAdded() {
        RowBatch batch = new RowBatch();
        batch.add(new int[] {7});
        assertThat(batch.hasSeveralSteps()).isFalse();
        batch.add(new int[] {3, 9, 4});
        batch.add(new int[0]); // as in very small latents
        batch.add(new int[] {1, 2});
        assertThat(batch.hasSeveralSteps()).isTrue();
        assertThat(batch.size()).isEqualTo(6);
        assertThat(batch.block(0, 6)).containsExactly(7, 3, 9, 4, 1, 2);
        assertThat(batch.block(1, 3)).containsExactly(3, 9);
        int[] ends = {1, 4, 4, 4, 6, 6};
        for (int i = 0; i < ends.length; i++) {
            assertThat(batch.endOfStep(i)).isEqualTo(ends[i]);
        }
    }

    @Test
    void clear_forgetsEverything() {
        RowBatch batch = new RowBatch();
        batch.add(new int[] {7});
        batch.add(new int[] {3, 9, 4});
        batch.clear();
        batch.add(new int[] {5, 6});
        assertThat(batch.hasSeveralSteps()).isFalse();
        assertThat(batch.block(0, batch.size())).containsExactly(5, 6);
        assertThat(batch.endOfStep(0)).isEqualTo(2);
    }
}
