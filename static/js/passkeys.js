// A form that needs a passkey: its button asks the browser for one and sends what it answers.
// The server's options come with the page as JSON. All words come from the page.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withBytes = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

/** What the server asks for, with bytes in the place of text. */
const asked = ({ publicKey }) => ({
  ...publicKey,
  challenge: bytes(publicKey.challenge),
  ...(publicKey.user && { user: { ...publicKey.user, id: bytes(publicKey.user.id) } }),
  ...(publicKey.excludeCredentials && { excludeCredentials: withBytes(publicKey.excludeCredentials) }),
  ...(publicKey.allowCredentials && { allowCredentials: withBytes(publicKey.allowCredentials) }),
});

/** What the browser answers, with text in the place of bytes. */
const answered = (credential) => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  const { id, type, rawId } = credential;
  return { id, type, rawId: text(rawId), response, clientExtensionResults: credential.getClientExtensionResults() };
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-passkey-button]");
  const trouble = form.querySelector("[data-passkey-trouble]");
  if (!window.PublicKeyCredential) {
    trouble.textContent = form.dataset.unable;
    button.disabled = true;
  }
  button.addEventListener("click", async () => {
    trouble.textContent = "";
    button.disabled = true;
    try {
      const options = JSON.parse(document.getElementById("passkey-options").textContent);
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: asked(options) });
      form.elements.credential.value = JSON.stringify(answered(credential));
      form.submit();
    } catch (error) {
      trouble.textContent = error.name === "SecurityError" ? form.dataset.unable : form.dataset.refused;
      button.disabled = false;
    }
  });
}
