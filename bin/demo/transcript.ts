/** Prints what happens, in lines that somebody who has never seen Accord understands. */
const WIDTH = 100;

const wrap = (text: string, indent: string): string => {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length + word.length > WIDTH && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].join('\n');
};

export const heading = (text: string): void => console.log(`\n${text}\n${'─'.repeat(Math.min(WIDTH, text.length))}`);
export const say = (text: string): void => console.log(wrap(text, '  '));
export const fact = (name: string, text: string): void => console.log(wrap(`${name.padEnd(12)} ${text}`, '    '));
