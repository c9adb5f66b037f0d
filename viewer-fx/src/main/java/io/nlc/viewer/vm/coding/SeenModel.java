package io.nlc.viewer.vm.coding;

import io.nlc.codec.RateTarget;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.PatchedPicture;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.vm.ViewerContext;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * While a large picture is being encoded, the part of it that one looks at, which is encoded before the rest. It has
 * about the pixels that the whole will have there, and no figures.
 */
public final class SeenModel {

    /** Smaller pictures are done as soon. */
    private static final long LARGE = 4_000_000;

    /** A part of more pixels is not done soon. */
    private static final long MOST = 2_000_000;

    private final long large;
    private final LatestJob job;
    private final ReadOnlyObjectWrapper<PictureSource> patched = new ReadOnlyObjectWrapper<>();
    private Area seen;
    private Area wanted;
    private Whole whole;

    /** What is being encoded, and what is shown in the meantime. */
    private record Whole(PictureCoder coder, EncodeRequest request, PictureSource shown) {

        // A size or a PSNR of the whole says nothing of a part.
        boolean hasParts() {
            return request.codec() instanceof Codec.Nlc && request.target() instanceof RateTarget.Quality;
        }

        long pixels() {
            return (long) coder.width() * coder.height();
        }
    }

    SeenModel(ViewerContext context) {
        this(context, LARGE);
    }

    /** Likewise, of pictures that have so many pixels. */
    SeenModel(ViewerContext context, long large) {
        this.large = large;
        this.job = context.lane("nlc-encode-seen");
    }

    /** What is shown in the meantime with the part in it; null while there is none. */
    public ReadOnlyObjectProperty<PictureSource> patchedProperty() {
        return patched.getReadOnlyProperty();
    }

    /**
     * Says what one looks at.
     *
     * @param area of the picture, in its pixels; null if nobody sees an encoding of it
     */
    public void see(Area area) {
        seen = area;
        start();
    }

    void begin(PictureCoder coder, EncodeRequest request, PictureSource shown) {
        whole = new Whole(coder, request, shown);
        wanted = null;
        start();
    }

    void end() {
        whole = null;
        wanted = null;
        job.cancel();
        patched.set(null);
    }

    private void start() {
        boolean apart = whole != null && seen != null && whole.hasParts() && whole.pixels() >= large;
        Area part = apart ? onGrid(seen, whole.coder) : null;
        if (part == null || part.equals(wanted) || (long) part.width() * part.height() > MOST) {
            return;
        }
        wanted = part;
        Whole now = whole;
        job.start(
                cancelled ->
                        new PatchedPicture(now.shown, now.coder.part(part, now.request, cancelled), part.x(), part.y()),
                patched::set,
                e -> {}); // the whole will say what is wrong
    }

    /** Whether a part is being encoded. */
    boolean working() {
        return job.busy();
    }

    private static Area onGrid(Area area, PictureCoder coder) {
        int left = area.x() / PatchedPicture.GRID * PatchedPicture.GRID;
        int top = area.y() / PatchedPicture.GRID * PatchedPicture.GRID;
        int right = Math.min(coder.width(), up(area.x() + area.width()));
        int bottom = Math.min(coder.height(), up(area.y() + area.height()));
        return right > left && bottom > top ? new Area(left, top, right - left, bottom - top) : null;
    }

    private static int up(int position) {
        return (position + PatchedPicture.GRID - 1) / PatchedPicture.GRID * PatchedPicture.GRID;
    }
}
