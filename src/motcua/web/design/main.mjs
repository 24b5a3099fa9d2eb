// What pages do when a script may run. Every page works without this file.
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";

const components = [
  Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink,
];

// In a list of rows: down and up (or j and k) go from one row's link to the next, once one of them has the focus.
const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

function walkRows(event) {
  const step = steps[event.key];
  if (!step || !event.target.matches("[data-row-link]")) return;
  const links = [...document.querySelectorAll("[data-row-link]")];
  event.preventDefault();
  links[links.indexOf(event.target) + step]?.focus();
}

// A question that depends on an earlier answer of this page is hidden while that answer does not ask for it.
function isAsked(part) {
  const controls = [...document.getElementsByName(part.dataset.when)];
  if (!controls.length) return true;
  const answers = controls.filter((one) => !/radio|checkbox/.test(one.type) || one.checked).map((one) => one.value);
  const given = answers.filter(Boolean);
  const met = given.some((answer) => JSON.parse(part.dataset.whenValues).includes(answer));
  return given.length > 0 && met !== ("whenNot" in part.dataset);
}

function showAsked() {
  document.querySelectorAll("[data-when]").forEach((part) => (part.hidden = !isAsked(part)));
}

function proveOrigin(event) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.value;
}

// Where an answer cannot come, because the line is down or the server refuses, its place says so in its own words.
function tellUnsent(event) {
  const place = event.detail.target;
  if (!place?.dataset.unsent || event.detail.isError === false) return;
  event.detail.shouldSwap = false;
  place.textContent = place.dataset.unsent;
}

function isTouched(box) {
  if (/radio|checkbox/.test(box.type)) return box.checked !== box.defaultChecked;
  if (!box.matches("select")) return box.value !== box.defaultValue;
  return box.selectedIndex !== Math.max([...box.options].findIndex((option) => option.defaultSelected), 0);
}

// htmx has heard nothing of what was typed or chosen before it came, which on a slow line is seconds.
function tellEarly() {
  for (const box of [...document.querySelectorAll("input, textarea, select")].filter(isTouched))
    for (const event of ["input", "change"]) box.dispatchEvent(new Event(event, { bubbles: true }));
}

// It begins at DOMContentLoaded, which is over by then, so it is told again.
function beginHtmx() {
  document.dispatchEvent(new Event("DOMContentLoaded"));
  tellEarly();
}

// htmx is run only where a page asks something by itself, and once the page can be used; the others fetch it for the
// next page.
function fetchHtmx() {
  const address = document.querySelector("meta[name=htmx]").content;
  const part = document.createElement(document.querySelector("[hx-post]") ? "script" : "link");
  Object.assign(part, part.matches("link") ? { rel: "prefetch", as: "script", href: address } : { src: address });
  if (part.matches("script")) part.onload = beginHtmx;
  document.head.append(part);
}

function start(scope) {
  components.forEach((component) => createAll(component, undefined, scope));
  showAsked();
}

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
  start(document);
}
document.addEventListener("DOMContentLoaded", fetchHtmx, { once: true });
document.addEventListener("change", showAsked);
document.addEventListener("keydown", walkRows);
document.addEventListener("htmx:configRequest", proveOrigin);
document.addEventListener("htmx:sendError", tellUnsent);
document.addEventListener("htmx:beforeSwap", tellUnsent);
document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && start(event.detail.elt));
