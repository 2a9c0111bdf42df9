// @ts-check
/**
 * What server and page tell each other; the server's side is `sim/app/explore`.
 *
 * @typedef {{name: string, levers?: Record<string, number>, title?: string}} Chosen
 * @typedef {{yours: Chosen, pinned: Chosen, scenario: string, seed: number, worlds: number,
 *   doubt: "luck"|"rules", firm: Record<string, number>, portfolio: string}} Asked  `portfolio`: token of a file read
 * @typedef {{name: string, label: string, low: number, high: number, step: number,
 *   unit: import("../charts.js").Unit, about: string, source: string}} Lever
 * @typedef {{title: string, levers: Lever[]}} Question
 * @typedef {{name: string, title: string, about: string,
 *   levers: Record<string, number>|null}} Policy  no levers: it decides for itself
 * @typedef {{name: string, title: string, about: string}} Scenario
 * @typedef {{name: string, label: string, unit: string, about: string, low: number, high: number,
 *   default: number}} FirmNumber
 * @typedef {{questions: Question[], policies: Policy[], scenarios: Scenario[],
 *   firm: FirmNumber[], worlds: number[], has_rules: boolean, columns: {name: string, label: string}[],
 *   asked: Asked}} Known
 * @typedef {{sentences: string[], setting: string, worlds: number, is_one: boolean, levers: string[],
 *   ahead: import("../charts.js").LineChart, small: import("../charts.js").LineChart[],
 *   books: import("../charts.js").BarChart,
 *   command: {line: string, file: string, text: string, before: string}}} Answer
 * @typedef {{sentences: string[], band: import("../charts.js").WideBand|null,
 *   note: string}} Doubt  what luck and rules together say
 * @typedef {{id: string, name: string, about: string, parameters: string[][],
 *   chart: import("../charts.js").LineChart}} Phase
 * @typedef {{column: string, bars: import("../charts.js").BarChart, phases: Phase[]}} Trace
 * @typedef {{file: string, columns: [string, string][], choices: string[]}} Headings
 *   `columns`: each heading of a file, and what it is understood as
 * @typedef {Headings & {token: string, alliances: number, reading: string[][],
 *   notes: string[], firm: FirmNumber[]}} Read  `firm`: as beside these alliances
 * @typedef {{cells: [string, string|number][], outlook: string[][]}} AdviceRow  text, and order
 * @typedef {{sentences: string[], notes: string[], head: string[], rows: AdviceRow[],
 *   treated: string[]}} Advice
 */
export {};
