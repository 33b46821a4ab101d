#!/usr/bin/env bash
# opencsv 5.12.0 (Maven): its reader does not read what its writer writes.
#
# Guess: CSVReader with defaults reads RFC 4180, and at least what CSVWriter of
# the same library wrote with defaults.
# Instead: CSVReader takes the backslash for an escape and drops it; CSVWriter
# does not write it as one. \Inbox\Clients is read as InboxClients. A row with
# a cell that ends in a backslash throws. The JSON in AuditData loses each second
# backslash: "\\Inbox" becomes "\Inbox", which is no JSON.
# Where: com.opencsv.CSVReader. RFC4180Parser of the same library reads all right.
# Users: Java tools for incident response. Each folder path of the log begins
# with a backslash, and AuditData is full of them.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
cd "$d"
for a in com.opencsv:opencsv:5.12.0 org.apache.commons:commons-lang3:3.18.0; do
	mvn -q -B -Dstyle.color=never dependency:copy -Dartifact=$a -DoutputDirectory="$d" >/dev/null 2>&1
done
ls opencsv-*.jar
cat >Find.java <<'EOF'
import com.opencsv.*;
import java.io.*;
import java.util.*;

public class Find {
    static void seen(String what, String got, String want) {
        System.out.println(what + ": " + got);
        if (!got.equals(want)) {
            System.err.println("CHANGED: " + what + ": expected " + want);
            System.exit(1);
        }
    }

    static String write(String[]... rows) throws IOException {
        StringWriter out = new StringWriter();
        try (CSVWriter writer = new CSVWriter(out)) { writer.writeAll(List.of(rows)); }
        return out.toString();
    }

    static String read(String text, ICSVParser parser) throws IOException {
        StringBuilder all = new StringBuilder();
        try (CSVReader reader = new CSVReaderBuilder(new StringReader(text)).withCSVParser(parser).build()) {
            for (String[] row : reader) all.append(Arrays.toString(row).replace("\n", "<LF>"));
        } catch (RuntimeException error) {
            return error.getCause().getClass().getSimpleName();
        }
        return all.toString();
    }

    static String[] row(String... cells) { return cells; }

    public static void main(String[] args) throws IOException {
        ICSVParser usual = new CSVParserBuilder().build(), rfc = new RFC4180ParserBuilder().build();
        String folder = write(row("r1", "\\Inbox\\Clients"));
        String json = write(row("{\"Path\":\"\\\\Inbox\"}"));
        String root = write(row("r1", "\\"), row("r2", "\\Inbox"));
        System.out.print(folder + json + root);
        seen("read, a folder", read(folder, usual), "[r1, InboxClients]");
        seen("read, AuditData", read(json, usual), "[{\"Path\":\"\\Inbox\"}]");
        seen("read, a cell that is a backslash", read(root, usual), "CsvMalformedLineException");
        seen("control, RFC4180Parser, a folder", read(folder, rfc), "[r1, \\Inbox\\Clients]");
        seen("control, RFC4180Parser, a backslash", read(root, rfc), "[r1, \\][r2, \\Inbox]");
    }
}
EOF
java -cp '*' Find.java
echo "ok: opencsv drops the backslashes that opencsv wrote"
