import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** What is done, said once in a corner. What needs an answer stays on its page instead. */
export interface Toast {
  readonly id: number
  readonly tone: 'same' | 'plain' | 'failed'
  readonly text: string
  readonly link?: { readonly to: string; readonly text: string }
  /** Takes back what was done. */
  readonly undo?: () => void
}

export const useToastsStore = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  let next = 1
  return {
    toasts,
    /** Its number, to dismiss it by. */
    say(toast: Omit<Toast, 'id'>): number {
      const id = next
      next += 1
      toasts.value = [...toasts.value, { ...toast, id }]
      return id
    },
    dismiss(id: number): void {
      toasts.value = toasts.value.filter(toast => toast.id !== id)
    },
  }
})
