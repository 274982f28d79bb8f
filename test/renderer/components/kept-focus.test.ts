// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import { defineComponent, nextTick, ref } from 'vue'
import { useKeptFocus } from '../../../src-renderer/components/frame/use-kept-focus.ts'

const shown = ref({ first: true, second: true })
const page = () => mount(defineComponent({
  setup() {
    useKeptFocus()
    return { shown }
  },
  template: '<h1 id="page-title" tabindex="-1">Title</h1><button v-if="shown.first" id="first">First</button><button v-if="shown.second" id="second">Second</button>',
}), { attachTo: document.body })

let mounted: ReturnType<typeof page>
afterEach(() => {
  mounted.unmount()
  shown.value = { first: true, second: true }
})
const focus = (id: string) => document.getElementById(id)!.focus()
const settled = async () => {
  await nextTick()
  await new Promise(resolve => setTimeout(resolve))
  await new Promise(resolve => setTimeout(resolve))
}

test('the title takes the focus when what had it goes', async () => {
  mounted = page()
  focus('first')
  shown.value = { first: false, second: true }
  await settled()
  expect(document.activeElement?.id).toBe('page-title')
})

test('a focus that somebody else takes, or that is still there, is left alone', async () => {
  mounted = page()
  focus('first')
  focus('second')
  shown.value = { first: false, second: true }
  await settled()
  expect(document.activeElement?.id).toBe('second')
})

test('nobody is moved who had no focus', async () => {
  mounted = page()
  shown.value = { first: false, second: true }
  await settled()
  expect(document.activeElement?.id).not.toBe('page-title')
})
