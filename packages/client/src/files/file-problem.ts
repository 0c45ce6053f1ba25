/** Why a file cannot be sent, in words that follow the field's name. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}
