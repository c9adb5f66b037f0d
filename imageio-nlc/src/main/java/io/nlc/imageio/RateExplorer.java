package io.nlc.imageio;
import io.nlc.codec.*;
import java.awt.image.*;
import java.io.*;
import java.time.Duration;
import javax.imageio.*;
import javax.imageio.stream.*;
public final class RateExplorer {
    public record EncodedFile(byte[] bytes, double quality, boolean targetReached, Duration time) {}
    final RenderedImage image; final String pack, device;
    public RateExplorer(RenderedImage image, String pack, String device) { this.image=image; this.pack=pack; this.device=device; }
    public Duration analysisTime() { return Duration.ZERO; }
    public RateExplorer withPack(String p) { return new RateExplorer(image,p,device); }
    public EncodedFile encode(RateTarget t, CodecProgress p) throws IOException {
        long start=System.nanoTime();
        NlcImageWriter w = PictureFiles.writer();
        NlcImageWriteParam q = w.getDefaultWriteParam();
        q.setModel(pack); q.setDevice(device);
        if (t instanceof RateTarget.Quality a) q.setCompressionQuality((float)a.value());
        else if (t instanceof RateTarget.Bytes a) q.setTargetBytes(a.value());
        else if (t instanceof RateTarget.BitsPerPixel a) q.setTargetBitsPerPixel(a.value());
        else if (t instanceof RateTarget.Psnr a) q.setTargetPsnr(a.value());
        ByteArrayOutputStream b = new ByteArrayOutputStream();
        boolean[] missed=new boolean[1];
        w.addIIOWriteWarningListener((s,i,x)->missed[0]=true);
        try (ImageOutputStream o = new MemoryCacheImageOutputStream(b)) { w.setOutput(o); w.write(null,new IIOImage(image,null,null),q); }
        byte[] bytes=b.toByteArray();
        var h = new io.nlc.container.NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))).header();
        double ql = h.quality()/256.0/(io.nlc.model.ModelPacks.byName(h.pack()).manifest().levels()-1);
        return new EncodedFile(bytes, ql, !missed[0], Duration.ofNanos(System.nanoTime()-start));
    }
}
