import { expect, type Locator, type Page } from '@playwright/test'

/** What the page has in focus, as a person who sees it would find it. */
interface Focus {
  readonly what: string
  /** True where an outline or a shadow is drawn at it, or at the part it stands in. */
  readonly isDrawn: boolean
  /** True where it lies inside the window and under nothing else. */
  readonly isSeen: boolean
}

interface StyledElement {
  readonly tagName: string
  readonly textContent: string | null
  readonly parentElement: StyledElement | null
  getAttribute(name: string): string | null
  contains(other: unknown): boolean
  closest(selector: string): StyledElement | null
  getBoundingClientRect(): { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly bottom: number; readonly right: number }
}
interface StyledPage {
  readonly document: { readonly activeElement: StyledElement | null; readonly body: StyledElement; elementFromPoint(x: number, y: number): StyledElement | null }
  readonly innerHeight: number
  readonly innerWidth: number
  getComputedStyle(element: StyledElement): { readonly outlineStyle: string; readonly outlineWidth: string; readonly boxShadow: string }
}

/** A person without a pointer: nothing here clicks, fills or focuses but by keys. */
export class Keys {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** In place of what stands in the field. */
  async retype(text: string): Promise<void> {
    await this.press('ControlOrMeta+a')
    await this.type(text)
  }

  /** By Tab, and at every stop on the way the focus can be seen. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.waitFor()
    for (let stops = 0; stops < 80; stops += 1) {
      await this.press(key)
      await this.expectSeen()
      if (await target.evaluate(element => element === (globalThis as unknown as StyledPage).document.activeElement)) return
    }
    throw new Error(`Tab never came to ${target.toString()}`)
  }

  async expectSeen(): Promise<void> {
    await expect(async () => {
      const focus = await this.focus()
      expect(focus, focus.what).toMatchObject({ isDrawn: true, isSeen: true })
    }).toPass({ timeout: 5000 })
  }

  /** The focus is somewhere, not lost with what had it. */
  async expectKept(): Promise<void> {
    await expect.poll(async () => (await this.focus()).what).not.toMatch(/^BODY/)
  }

  /** "Find or run": opened, asked for, entered. */
  async run(words: string): Promise<void> {
    await this.press('ControlOrMeta+k')
    const palette = this.page.getByRole('dialog', { name: 'Find or run' })
    await expect(palette.getByRole('searchbox').or(palette.getByRole('combobox')).or(palette.getByRole('textbox'))).toBeFocused()
    await this.type(words)
    await expect(palette.getByRole('option').first()).toContainText(new RegExp(words, 'i'))
    await this.press('ArrowDown', 'Enter')
    await palette.waitFor({ state: 'hidden' })
  }

  focus(): Promise<Focus> {
    return this.page.evaluate(() => {
      const page = globalThis as unknown as StyledPage
      const element = page.document.activeElement ?? page.document.body
      // A control may leave it to the part around it to show its focus.
      const around = [element, element.parentElement, element.parentElement?.parentElement].filter(one => one !== null && one !== undefined)
      const isDrawn = around.some(one => {
        const style = page.getComputedStyle(one)
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || (one !== element ? false : style.boxShadow !== 'none')
      }) || element.closest('.palette') !== null
      const box = element.getBoundingClientRect()
      const [left, right] = [Math.max(0, box.x), Math.min(page.innerWidth, box.right)]
      const [top, bottom] = [Math.max(0, box.y), Math.min(page.innerHeight, box.bottom)]
      const there = right > left && bottom > top ? page.document.elementFromPoint((left + right) / 2, (top + bottom) / 2) : null
      // The box of a choice may be drawn by its label.
      const isSeen = there !== null && (element.contains(there) || there.contains(element) || element.closest('label')?.contains(there) === true)
      return { what: `${element.tagName} ${element.getAttribute('aria-label') ?? (element.textContent ?? '').trim().slice(0, 60)}`, isDrawn, isSeen }
    })
  }
}
