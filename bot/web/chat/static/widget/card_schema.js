/* The fields of each kind of card as they show. Written by bot/web/chat/card_schema.py: do not edit. */

export const CARDS = /** @type {const} */ ({
  sitzung: {
    id: { type: "text", place: "", label: "" },
    zeit: { type: "text", place: "top", label: "" },
    format: { type: "text", place: "tag", label: "" },
    titel: { type: "text", place: "title", label: "" },
    raum: { type: "text", place: "fact", label: "" },
    tag: { type: "text", place: "fact", label: "" },
    vortragende: { type: "texts", place: "fact", label: "" },
    hinweis: { type: "text", place: "note", label: "" },
  },
  stand: {
    nummer: { type: "text", place: "top", label: "Stand " },
    name: { type: "text", place: "title", label: "" },
    raum: { type: "text", place: "aside", label: "" },
    organisation: { type: "text", place: "fact", label: "" },
    text: { type: "text", place: "body", label: "" },
  },
  plan: {
    titel: { type: "text", place: "title", label: "" },
  },
  lageplan: {
    titel: { type: "text", place: "title", label: "" },
    stand: { type: "text", place: "", label: "" },
    raum: { type: "text", place: "", label: "" },
    stufenlos: { type: "text", place: "", label: "" },
    beschreibung: { type: "text", place: "", label: "" },
  },
});
