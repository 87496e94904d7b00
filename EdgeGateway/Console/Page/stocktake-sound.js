// A short high tone for what was counted, a long low one for what was not. Off until somebody wants it.
let audio = null;

export const isLoud = () => localStorage.getItem("sound") === "on";

export function turnSound(loud) {
  localStorage.setItem("sound", loud ? "on" : "off");
  if (loud) beep(true);
}

export function beep(good) {
  if (!isLoud()) return;
  try {
    audio ??= new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = good ? 1760 : 220;
    tone.type = good ? "sine" : "square";
    volume.gain.value = 0.15;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + (good ? 0.08 : 0.35));
  } catch {
    // A page nobody has touched yet may not sound.
  }
}
