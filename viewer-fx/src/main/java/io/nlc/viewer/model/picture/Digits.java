package io.nlc.viewer.model.picture;

/** Drawings of the digits, as points. */
enum Digits {
    /** 3 x 5 points. */
    SMALL(
            "111 101 101 101 111",
            "010 110 010 010 111",
            "111 001 111 100 111",
            "111 001 111 001 111",
            "101 101 111 001 001",
            "111 100 111 001 111",
            "111 100 111 101 111",
            "111 001 010 010 010",
            "111 101 111 101 111",
            "111 101 111 001 111"),
    /** 5 x 7 points. */
    LARGE(
            "01110 10001 10001 10001 10001 10001 01110",
            "00100 01100 00100 00100 00100 00100 01110",
            "01110 10001 00001 00110 01000 10000 11111",
            "11111 00010 00100 00010 00001 10001 01110",
            "00010 00110 01010 10010 11111 00010 00010",
            "11111 10000 11110 00001 00001 10001 01110",
            "00110 01000 10000 11110 10001 10001 01110",
            "11111 00001 00010 00100 01000 01000 01000",
            "01110 10001 10001 01110 10001 10001 01110",
            "01110 10001 10001 01111 00001 00010 01100");

    private final String[][] rows;

    Digits(String... digits) {
        rows = new String[digits.length][];
        for (int i = 0; i < digits.length; i++) {
            rows[i] = digits[i].split(" ");
        }
    }

    /** Columns of a digit. */
    int width() {
        return rows[0][0].length();
    }

    /** Rows of a digit. */
    int height() {
        return rows[0].length;
    }

    /** Whether there is a point. */
    boolean at(int digit, int x, int y) {
        return rows[digit][y].charAt(x) == '1';
    }
}
