import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** What is done, said once in a corner. What needs an answer stays on its page instead. */
export interface Toast {
  readonly id: number
  readonly tone: 'same' | 'plain' | 'failed'
  readonly text: string
  readonly link?: { readonly to: string; readonly text: string }
}

export const useToastsStore = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  let next = 1
  return {
    toasts,
    say(toast: Omit<Toast, 'id'>): void {
      toasts.value = [...toasts.value, { ...toast, id: next }]
      next += 1
    },
    dismiss(id: number): void {
      toasts.value = toasts.value.filter(toast => toast.id !== id)
    },
  }
})
