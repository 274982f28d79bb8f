/** One column of a table of things: what it is called, and what it is ordered by where it can be. */
export interface TableColumn<Row> {
  readonly key: string
  readonly label: string
  /** Numbers stand right, so that their digits line up. */
  readonly align?: 'num'
  /** null stands last, whichever way the table is ordered. */
  readonly sort?: (row: Row) => string | number | null
  /** What the cell says where no slot draws it. */
  readonly text?: (row: Row) => string
  /** For a column of buttons: its name is read out but not shown. */
  readonly hideLabel?: boolean
  /** May break over lines. */
  readonly wrap?: boolean
}
