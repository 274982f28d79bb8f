import { defineStore } from 'pinia'
import { useToastsStore } from './toasts-store.ts'

/** Something that was done and can be taken back as long as nothing else was done. */
export interface Undoable {
  /** What was done, and what is said when it is undone. */
  readonly text: string
  readonly undone: string
  readonly undo: () => void
}

/** The last thing done here that can be undone: by its toast, or by Ctrl+Z also after the toast has gone. */
export const useUndoStore = defineStore('undo', () => {
  const toasts = useToastsStore()
  let latest: { readonly toast: number; readonly carryOut: () => void } | undefined

  /** Says what was done and offers to undo it. What is returned takes the offer back, where it would come too late. */
  function offer({ text, undone, undo }: Undoable): () => void {
    withdraw()
    const carryOut = () => {
      if (latest !== mine) return
      withdraw()
      undo()
      toasts.say({ tone: 'plain', text: undone })
    }
    const mine = { toast: toasts.say({ tone: 'plain', text, undo: carryOut }), carryOut }
    latest = mine
    return () => { if (latest === mine) withdraw() }
  }

  function withdraw(): void {
    if (latest !== undefined) toasts.dismiss(latest.toast)
    latest = undefined
  }

  /** False where there is nothing to undo. */
  function undoLatest(): boolean {
    if (latest === undefined) return false
    latest.carryOut()
    return true
  }
  return { offer, undoLatest }
})
