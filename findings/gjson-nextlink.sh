#!/usr/bin/env bash
# gjson 1.20.2 (Go): "@odata.nextLink" is not found, though it is there.
#
# Guess: gjson.Get(page, "@odata.nextLink") gives the key of that name, or an error,
# since Get takes a path with dots and this one holds a dot.
# Instead: a leading @ calls a modifier, and an unknown one gives a result that
# does not exist, as for a key that is not there. "@odata\.nextLink" finds it.
# Where: tidwall/gjson, a usual reader of JSON in Go.
# Users: each page of Graph names the next one so. A collector that looks for it
# by gjson ends after the first page, and its output looks complete.
set -euo pipefail
d=$(mktemp -d); trap 'chmod -R u+w "$d"; rm -rf "$d"' EXIT
mkdir "$d/go"; cd "$d/go"
cat >main.go <<'EOF'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/tidwall/gjson"
)

func seen(what, got, want string) {
	fmt.Printf("%s: %q\n", what, got)
	if got != want {
		fmt.Fprintf(os.Stderr, "CHANGED: %s: expected %q\n", what, want)
		os.Exit(1)
	}
}

func main() {
	page := `{"@odata.context":"c","@odata.nextLink":"https://graph.example/next","value":[{"id":"r1"}]}`
	for _, path := range []string{"@odata.nextLink", `\@odata.nextLink`} {
		r := gjson.Get(page, path)
		seen("gjson, "+path, fmt.Sprint(r.Exists(), " ", r.String()), "false ")
	}
	seen(`control, gjson, @odata\.nextLink`, gjson.Get(page, `@odata\.nextLink`).String(), "https://graph.example/next")
	seen("control, gjson, value.0.id", gjson.Get(page, "value.0.id").String(), "r1")
	var all map[string]any
	if err := json.Unmarshal([]byte(page), &all); err != nil {
		panic(err)
	}
	seen("control, encoding/json", all["@odata.nextLink"].(string), "https://graph.example/next")
}
EOF
go mod init find >/dev/null 2>&1
go get github.com/tidwall/gjson@v1.20.2 >/dev/null 2>&1
go list -m github.com/tidwall/gjson
go run .
echo "ok: gjson does not see the link to the next page"
