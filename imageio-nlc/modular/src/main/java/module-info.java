/** A user's program: it knows of {@code javax.imageio} and of nothing else. */
module io.nlc.trial {
    requires java.desktop;
}
