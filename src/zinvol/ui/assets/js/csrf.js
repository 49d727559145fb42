// The token Django asks for, on every request of ours that changes something.
export function csrfToken() {
  const meta = document.querySelector('meta[name="csrf-token"]')?.content;
  return meta || document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/)?.[1] || "";
}

export function post(url, body, options = {}) {
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    ...options,
    headers: { "X-CSRFToken": csrfToken(), ...options.headers },
    body,
  });
}

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = csrfToken();
});
