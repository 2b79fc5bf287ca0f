
// Tells the platform that holds this page how far its learner is, in the words of SCORM 1.2.
addEventListener("load", () => {
  const holds = frame => { try { return frame.API ?? null; } catch { return null; } }; // another site's frame does not say
  function found(frame) {
    for (let up = 0; frame && up < 12; up += 1) {
      if (holds(frame)) return frame.API;
      if (frame.parent === frame) return null;
      frame = frame.parent;
    }
    return null;
  }
  const api = found(window) ?? found(window.opener);
  if (!api || String(api.LMSInitialize("")) !== "true") return;

  const started = Date.now();
  const forms = [...document.querySelectorAll("form.quiz")];
  const totals = forms.map(form => form.querySelectorAll(".question").length);
  const all = totals.reduce((sum, total) => sum + total, 0);
  const kept = () => { try { return JSON.parse(api.LMSGetValue("cmi.suspend_data")); } catch { return null; } };
  const before = kept();
  const rights = forms.map((_, index) => (Array.isArray(before) && Number.isInteger(before[index]) ? before[index] : null));
  const set = (name, value) => api.LMSSetValue(`cmi.${name}`, String(value));

  if (!["completed", "passed", "failed"].includes(api.LMSGetValue("cmi.core.lesson_status"))) {
    set("core.lesson_status", forms.length ? "incomplete" : "completed");
    api.LMSCommit("");
  }
  document.addEventListener("marked", event => {
    rights[forms.indexOf(event.target)] = event.detail.right;
    set("core.score.min", 0);
    set("core.score.max", 100);
    set("core.score.raw", Math.round(1000 * rights.reduce((sum, right) => sum + (right ?? 0), 0) / all) / 10);
    set("suspend_data", JSON.stringify(rights));
    if (!rights.includes(null)) set("core.lesson_status", "completed");
    api.LMSCommit("");
  });

  let finished = false;
  addEventListener("pagehide", () => {
    if (finished) return;
    finished = true;
    const seconds = Math.round((Date.now() - started) / 1000);
    const two = number => String(number).padStart(2, "0");
    set("core.session_time", `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`);
    api.LMSFinish("");
  });
});
