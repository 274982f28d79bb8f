import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** How much larger than usual this person's text is: 2 at 200 %. What is laid out by numbers grows with it. */
export function useTextScale(): Readonly<Ref<number>> {
  const scale = ref(read())
  const renew = () => { scale.value = read() }
  onMounted(() => addEventListener('resize', renew))
  onBeforeUnmount(() => removeEventListener('resize', renew))
  return scale
}

const read = (): number => (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16
