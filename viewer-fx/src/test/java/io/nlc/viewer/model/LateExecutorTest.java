package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateExecutorTest {

    @Test
    void tasks_waitUntilItIsOpened_andKeepTheirOrder() {
        List<String> done = new ArrayList<>();
        LateExecutor late = new LateExecutor();
        late.execute(() -> done.add("a"));
        late.execute(() -> {
            done.add("b");
            late.execute(() -> done.add("after b"));
        });
        assertThat(done).isEmpty();
        List<Runnable> queue = new ArrayList<>();
        late.open(queue::add);
        late.execute(() -> done.add("c"));
        for (int i = 0; i < queue.size(); i++) {
            queue.get(i).run();
        }
        assertThat(done).containsExactly("a", "b", "c", "after b");
    }
}
