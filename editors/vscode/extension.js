// Starts `medrules lsp` for rule files and hands everything to it.

"use strict";

const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

/** The client with the command that the settings name. */
function makeClient() {
  const [command, ...args] = workspace.getConfiguration("medrules").get("command", ["medrules", "lsp"]);
  return new LanguageClient(
    "medrules",
    "medrules",
    { command, args },
    { documentSelector: [{ language: "medrules" }] },
  );
}

/** Starts the server; a command that is not there is said once, with what to do. */
async function start() {
  client = makeClient();
  try {
    await client.start();
  } catch (error) {
    const setting = "Change the command";
    const said = `medrules: the language server did not start (${error.message}). Install it with: pip install "medrules[editor]"`;
    if ((await window.showErrorMessage(said, setting)) === setting) {
      await commands.executeCommand("workbench.action.openSettings", "medrules.command");
    }
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running !== undefined && running.isRunning()) {
    await running.stop();
  }
}

async function restart() {
  await stop();
  await start();
}

/** @param {import("vscode").ExtensionContext} context */
async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand("medrules.restart", restart),
    workspace.onDidChangeConfiguration((change) => (change.affectsConfiguration("medrules.command") ? restart() : undefined)),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
