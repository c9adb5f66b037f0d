package io.nlc.viewer.model.inside;

/** Colours as the eye sees them, CIELAB under D65, and how far they are from each other. */
final class Lab {

    private static final double[] LINEAR = new double[256];

    static {
        for (int i = 0; i < LINEAR.length; i++) {
            double v = i / 255.0;
            LINEAR[i] = v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
        }
    }

    private Lab() {}

    /** The colour of an sRGB pixel: L 0 to 100, a, b. */
    static void of(byte[] rgb, int at, double[] lab) {
        double r = LINEAR[rgb[at] & 0xFF];
        double g = LINEAR[rgb[at + 1] & 0xFF];
        double b = LINEAR[rgb[at + 2] & 0xFF];
        double x = root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
        double y = root(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
        double z = root((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
        lab[0] = 116 * y - 16;
        lab[1] = 500 * (x - y);
        lab[2] = 200 * (y - z);
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    /** CIEDE2000, as Sharma, Wu and Dalal write it down (2005). */
    static double difference(double[] p, double[] q) {
        double chroma = (Math.hypot(p[1], p[2]) + Math.hypot(q[1], q[2])) / 2;
        double g = 0.5 * (1 - Math.sqrt(share(chroma)));
        double a1 = (1 + g) * p[1];
        double a2 = (1 + g) * q[1];
        double c1 = Math.hypot(a1, p[2]);
        double c2 = Math.hypot(a2, q[2]);
        double h1 = hue(p[2], a1);
        double h2 = hue(q[2], a2);
        double turn = c1 * c2 == 0 ? 0 : Math.IEEEremainder(h2 - h1, 360);
        double dh = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(turn / 2));
        double light = (p[0] + q[0]) / 2;
        double c = (c1 + c2) / 2;
        double h = c1 * c2 == 0 ? h1 + h2 : meanHue(h1, h2);
        double t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.20 * cos(4 * h - 63);
        double away = (light - 50) * (light - 50);
        double l = (q[0] - p[0]) / (1 + 0.015 * away / Math.sqrt(20 + away));
        double dc = (c2 - c1) / (1 + 0.045 * c);
        double hue = dh / (1 + 0.015 * c * t);
        double blue = Math.exp(-((h - 275) / 25) * ((h - 275) / 25));
        double rotation = -2 * Math.sqrt(share(c)) * Math.sin(Math.toRadians(60 * blue));
        return Math.sqrt(l * l + dc * dc + hue * hue + rotation * dc * hue);
    }

    private static double share(double chroma) {
        double seventh = Math.pow(chroma, 7);
        return seventh / (seventh + 6103515625.0); // 25^7
    }

    private static double hue(double b, double a) {
        double degrees = Math.toDegrees(Math.atan2(b, a));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static double meanHue(double h1, double h2) {
        double sum = h1 + h2;
        return Math.abs(h1 - h2) <= 180 ? sum / 2 : sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
