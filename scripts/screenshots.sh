#!/bin/sh
# Pictures of a report as people see it: desktop, phone, dark and printed on A4. Needs chromium and poppler-utils.
# Usage: scripts/screenshots.sh REPORT.html FOLDER
set -eu
report=$(realpath "$1")
folder=${2:-out/screenshots}
mkdir -p "$folder"

browse() {
    profile=$(mktemp -d)
    chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-sync --no-first-run \
        --hide-scrollbars --user-data-dir="$profile" "$@" "file://$report" 2>/dev/null
    rm -rf "$profile"
}

browse --window-size=1280,6000 --screenshot="$folder/desktop.png"
browse --window-size=390,8000 --screenshot="$folder/phone.png"
browse --window-size=1280,6000 --blink-settings=preferredColorScheme=0 --screenshot="$folder/dark.png"
browse --no-pdf-header-footer --print-to-pdf="$folder/printed.pdf"
pdftoppm -r 80 -png -l 12 "$folder/printed.pdf" "$folder/page"
echo "$folder"
