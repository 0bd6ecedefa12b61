package io.clubroom.application.chat.live;

import java.util.ArrayList;
import java.util.List;

/** The effects of one turn. Those that run concurrently come first, so that they start before the others are carried out. */
final class EffectList {
    private List<Effect> concurrent = new ArrayList<>();
    private List<Effect> others = new ArrayList<>();

    void add(Effect effect) {
        switch (effect) {
            case Effect.Store _, Effect.Admit _, Effect.Load _, Effect.LoadMessages _ -> concurrent.add(effect);
            default -> others.add(effect);
        }
    }

    /** Removes and returns all effects. */
    List<Effect> drain() {
        List<Effect> all = concurrent;
        all.addAll(others);
        concurrent = new ArrayList<>();
        others = new ArrayList<>();
        return all;
    }
}
