package io.nlc.metrics;

/** A picture and a disturbed one, by a formula that the program that computed the expected values knows too. */
record Pictures(byte[] a, byte[] b) {
    static Pictures of(int width, int height) {
        long state = width * 1000L + height;
        byte[] a = new byte[3 * width * height];
        byte[] b = new byte[a.length];
        int i = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    int base = (x * (c + 1) + y * 2 + ((x * y) >> (3 + c))) & 255;
                    state = state * 6364136223846793005L + 1442695040888963407L;
                    int value = (base * 3 + (int) ((state >>> 33) % 256)) >> 2;
                    state = state * 6364136223846793005L + 1442695040888963407L;
                    int noise = (int) ((state >>> 33) % 41) - 20;
                    a[i] = (byte) value;
                    b[i++] = (byte) Math.min(255, Math.max(0, value + noise + ((x >> 4) & 7)));
                }
            }
        }
        return new Pictures(a, b);
    }
}
