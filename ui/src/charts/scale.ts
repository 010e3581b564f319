// Round numbers for the height of a chart.

/** With halves that are as round, from four on. */
const ROUND = [1, 2, 3, 4, 6, 8, 10];

/** The top of a chart whose tallest bar is `tallest`, and a line at half of it: both are round. */
export function scaleOf(tallest: number, least: number): { peak: number; half: number } {
  const wanted = Math.max(tallest, least);
  const decade = 10 ** Math.floor(Math.log10(wanted));
  const peak = (ROUND.find((round) => round * decade >= wanted) ?? 10) * decade;
  return { peak, half: peak / 2 };
}
