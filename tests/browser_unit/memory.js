/* A store as StoredValue is one, shared by all that are given the same `area`, as tabs share theirs. */
export class Memory {
  constructor(area = {}, value = null) {
    this.area = area;
    this.area.value ??= value;
  }

  get() {
    return this.area.value;
  }

  read() {
    return this.area.value;
  }

  set(value) {
    this.area.value = value;
  }
}
