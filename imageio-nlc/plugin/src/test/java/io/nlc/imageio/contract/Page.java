package io.nlc.imageio.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * docs/java-contract.md.
 *
 * @param intro what people wrote
 * @param table what the test wrote, from the first class on
 */
record Page(String intro, String table) {

    private static final String SEPARATOR = "; ";

    /** A row of the table; cases that come to the same share one. */
    private record Row(String method, List<String> what, List<String> outcomes, String reason) {

        boolean takes(Contract.Case c, List<String> outcomes, String reason) {
            return method.equals(c.method()) && this.outcomes.equals(outcomes) && this.reason.equals(reason);
        }

        String line(boolean first) {
            return "| " + (first ? "`" + method + "`" : "") + " | " + String.join(SEPARATOR, what) + " | "
                    + String.join(" | ", outcomes) + " | " + reason + " |\n";
        }
    }

    static Page of(Map<Contract.Case, List<String>> all) {
        StringBuilder text = new StringBuilder();
        Reasons reasons = new Reasons();
        String type = "";
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Contract.Case, List<String>> entry : all.entrySet()) {
            Contract.Case c = entry.getKey();
            List<String> o = entry.getValue();
            List<String> three = List.of(o.get(0), o.get(2), o.get(3));
            if (!c.type().equals(type)) {
                flush(rows, text);
                type = c.type();
                text.append("\n## ").append(type).append("\n\n| method | case | NLC | PNG | JPEG | why |\n");
                text.append("|---|---|---|---|---|---|\n");
            }
            if (!rows.isEmpty() && !rows.get(0).method.equals(c.method())) {
                flush(rows, text);
            }
            String reason = three.subList(1, 3).contains(three.get(0))
                    ? ""
                    : reasons.of(c).orElse("?");
            rows.stream()
                    .filter(row -> row.takes(c, three, reason))
                    .findFirst()
                    .orElseGet(() -> {
                        Row row = new Row(c.method(), new ArrayList<>(), three, reason);
                        rows.add(row);
                        return row;
                    })
                    .what
                    .add(c.what());
        }
        flush(rows, text);
        return new Page("", text.substring(1));
    }

    private static void flush(List<Row> rows, StringBuilder text) {
        for (int i = 0; i < rows.size(); i++) {
            text.append(rows.get(i).line(i == 0));
        }
        rows.clear();
    }

    static Page parse(String text) {
        int at = text.indexOf("\n## ") + 1;
        return at == 0 ? new Page(text, "") : new Page(text.substring(0, at), text.substring(at));
    }

    /** What ours comes to, by class, method and case. */
    Map<String, String> ours() {
        Map<String, String> ours = new TreeMap<>();
        String type = "";
        String method = "";
        for (String line : table.split("\n")) {
            if (line.startsWith("## ")) {
                type = line.substring(3);
            } else if (line.startsWith("| `") || line.startsWith("|  |")) {
                String[] cells = line.split(" \\| ", -1);
                method = line.startsWith("| `") ? cells[0].substring(2) : method;
                for (String what : cells[1].split(SEPARATOR, -1)) {
                    ours.put(type + "." + method + " | " + what, cells[2]);
                }
            }
        }
        return ours;
    }
}
