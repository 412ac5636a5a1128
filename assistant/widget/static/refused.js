// Tells the page that shows us that it is not among the sites that may. There is no chat here.
if (parent !== window) parent.postMessage({ policyAssistant: 1, type: "refused" }, "*");
