package io.nlc.imageio;

import java.awt.color.ColorSpace;

/** CMYK of no particular inks: each takes its part of the light. */
final class PlainCmyk extends ColorSpace {

    private static final long serialVersionUID = 1L;

    PlainCmyk() {
        super(TYPE_CMYK, 4);
    }

    @Override
    public float[] toRGB(float[] cmyk) {
        float[] rgb = new float[3];
        for (int i = 0; i < 3; i++) {
            rgb[i] = (1 - cmyk[i]) * (1 - cmyk[3]);
        }
        return rgb;
    }

    @Override
    public float[] fromRGB(float[] rgb) {
        float light = Math.max(rgb[0], Math.max(rgb[1], rgb[2]));
        float[] cmyk = {0, 0, 0, 1 - light};
        for (int i = 0; i < 3 && light > 0; i++) {
            cmyk[i] = 1 - rgb[i] / light;
        }
        return cmyk;
    }

    @Override
    public float[] toCIEXYZ(float[] cmyk) {
        return ColorSpace.getInstance(CS_sRGB).toCIEXYZ(toRGB(cmyk));
    }

    @Override
    public float[] fromCIEXYZ(float[] xyz) {
        return fromRGB(ColorSpace.getInstance(CS_sRGB).fromCIEXYZ(xyz));
    }
}
